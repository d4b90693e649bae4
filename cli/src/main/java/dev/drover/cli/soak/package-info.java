/**
 * A soak of the switched lab: links flap, switches die and the controller is killed, while hosts
 * talk.
 */
@NullMarked
package dev.drover.cli.soak;

import org.jspecify.annotations.NullMarked;
