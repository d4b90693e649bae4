package dev.drover.agent.api;

/**
 * How an agent says no: the body of every answer that is not 200.
 *
 * @param error one line
 */
public record Refusal(String error, AgentException.Kind kind) {}
