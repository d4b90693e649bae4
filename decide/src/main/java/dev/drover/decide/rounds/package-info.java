/**
 * The rounds of pre-copy: which dirty pages a round sends, when the rounds end, and how they are
 * coupled to the transport.
 */
@NullMarked
package dev.drover.decide.rounds;

import org.jspecify.annotations.NullMarked;
