/**
 * Who owns a VM while it moves. The source drives and decides ({@link
 * dev.drover.agent.migration.Settlement}), the destination's copy never runs before it is told to,
 * and both remember on disk what they must not forget.
 */
@NullMarked
package dev.drover.agent.migration;

import org.jspecify.annotations.NullMarked;
