/** What the workload asks of each NIC direction, with its SLA limits as rates on the wire. */
@NullMarked
package dev.drover.decide.link;

import org.jspecify.annotations.NullMarked;
