/**
 * Controllers side by side: the same emulated switches ask each of them what to do with packets of
 * new pairs of hosts, and how fast and how soon they answer is measured.
 */
@NullMarked
package dev.drover.cli.controller;

import org.jspecify.annotations.NullMarked;
