package dev.drover.cli.controller;

/**
 * One controller measured once.
 *
 * @param alone one switch with one question at a time
 * @param loaded all switches with a window full of questions
 */
record Round(Answers alone, Answers loaded) {}
