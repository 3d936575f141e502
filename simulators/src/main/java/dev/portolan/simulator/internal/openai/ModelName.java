package dev.portolan.simulator.internal.openai;

/**
 * A model under its names.
 *
 * @param asked as the request has it, such as a deployment
 * @param model the model's own name, which tells what it can do
 * @param answered as the answer has it
 */
public record ModelName(String asked, String model, String answered) {}
