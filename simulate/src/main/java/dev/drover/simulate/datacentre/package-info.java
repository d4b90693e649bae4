/**
 * Data centres of up to millions of VMs, as far as S-CORE looks at them: who talks to whom, where
 * everybody is, and the token that goes round. No packets, no time but rounds.
 */
@NullMarked
package dev.drover.simulate.datacentre;

import org.jspecify.annotations.NullMarked;
