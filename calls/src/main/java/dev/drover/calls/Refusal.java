package dev.drover.calls;

/**
 * How an agent says no: the body of every answer that is not 200.
 *
 * @param error one line
 */
public record Refusal(String error, CallException.Kind kind) {}
