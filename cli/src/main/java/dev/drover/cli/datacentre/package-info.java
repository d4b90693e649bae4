/** {@code bench placement}: S-CORE at scale, held against what else places VMs. */
@NullMarked
package dev.drover.cli.datacentre;

import org.jspecify.annotations.NullMarked;
