/** How fast the controller's core is, without sockets and codec. */
@NullMarked
package dev.drover.benchmarks.controller;

import org.jspecify.annotations.NullMarked;
