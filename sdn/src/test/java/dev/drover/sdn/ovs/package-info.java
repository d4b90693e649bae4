/** Real Open vSwitch in network namespaces of its own, for tests of the controller. */
@NullMarked
package dev.drover.sdn.ovs;

import org.jspecify.annotations.NullMarked;
