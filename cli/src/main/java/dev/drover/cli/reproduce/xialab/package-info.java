/**
 * "Live migration over XIA" measured in a lab: a VM with memory and disk goes from one host to
 * another, within a domain or between two, while a client asks its service and checks every answer.
 */
@NullMarked
package dev.drover.cli.reproduce.xialab;

import org.jspecify.annotations.NullMarked;
