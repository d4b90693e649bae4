package dev.drover.cli.controller;

import java.time.Duration;

/**
 * One controller measured once.
 *
 * @param alone one switch with one question at a time
 * @param loaded all switches with a window full of questions
 * @param cpu what the controller used while loaded
 */
record Round(Answers alone, Answers loaded, Duration cpu) {}
