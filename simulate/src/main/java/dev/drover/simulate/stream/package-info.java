/**
 * Byte streams between simulated hosts, as applications such as a migration see them. Two networks
 * carry them: {@code packet} with TCP, segment by segment, and {@code fluid} with max–min fair
 * rates.
 */
@NullMarked
package dev.drover.simulate.stream;

import org.jspecify.annotations.NullMarked;
