package dev.drover.cli.report;

/** A span of time in seconds since the run began. */
record Interval(double from, double to) {}
