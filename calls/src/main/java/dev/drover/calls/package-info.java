/**
 * How Drover's daemons are called: JSON over HTTP/1.1 with mutual TLS. In JSON every amount is a
 * number in the base unit of its type: bytes, bits per second, bytes per second; times are
 * milliseconds as decimal fractions.
 */
@NullMarked
package dev.drover.calls;

import org.jspecify.annotations.NullMarked;
