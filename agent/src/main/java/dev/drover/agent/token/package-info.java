/**
 * S-CORE's token among real hosts: what is said, who holds it, and what its holder does. One token
 * goes from VM to VM, each represented by its host; whoever holds it may move that VM.
 */
@NullMarked
package dev.drover.agent.token;

import org.jspecify.annotations.NullMarked;
