package dev.portolan.routing.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * How many input tokens a request will take, estimated. Only the vendor knows: where a model has a
 * {@link dev.portolan.chat.ChatModel#tokenCounter() counter}, ask that.
 *
 * @param tokens the estimate
 * @param method how texts were counted
 * @param factor what the count was multiplied with; 1 where it was not
 * @param assumptions what else was assumed, for people
 */
public record InputEstimate(long tokens, Method method, BigDecimal factor, List<String> assumptions) {

    /** How texts are counted. */
    public enum Method {
        /** By the model's own encoding; what surrounds the texts is assumed still. */
        EXACT_ENCODING,
        /** By {@code o200k_base}, times the model's factor for English prose. Other languages and code may differ by a third. */
        FACTOR,
        /** By characters. May be wrong by half. */
        CHARACTERS
    }

    /**
     * Checks the components.
     *
     * @param tokens as above
     * @param method as above
     * @param factor as above
     * @param assumptions as above; copied
     */
    public InputEstimate {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(factor, "factor");
        assumptions = List.copyOf(assumptions);
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens: must not be negative");
        }
    }

    /** The number and its label, such as {@code about 1200 tokens (factor 1.45)}. */
    @Override
    public String toString() {
        return switch (method) {
            case EXACT_ENCODING -> tokens + " tokens (own encoding)";
            case FACTOR -> "about " + tokens + " tokens (factor " + factor.toPlainString() + ")";
            case CHARACTERS -> "about " + tokens + " tokens (by characters)";
        };
    }
}
