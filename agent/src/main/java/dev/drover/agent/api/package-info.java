/**
 * The agent's door: what travels over HTTP/JSON between controller and agents, and between two
 * agents, and the client that both use. In JSON every amount is a number in the base unit of its
 * type: bytes, bits per second, bytes per second; times are milliseconds as decimal fractions.
 */
@NullMarked
package dev.drover.agent.api;

import org.jspecify.annotations.NullMarked;
