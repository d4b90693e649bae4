/** The lab's network: namespaces, switches and rate-limited links, as one batch of commands. */
@NullMarked
package dev.drover.lab.net;

import org.jspecify.annotations.NullMarked;
