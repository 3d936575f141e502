/**
 * Golden sets: examples of what an application asks, and what is known of the right answers. Read from JSONL, CSV and YAML, built in
 * code, or taken from traffic.
 *
 * <pre>{@code
 * Dataset golden = Dataset.read(Path.of("golden/triage.jsonl"));
 * for (Example example : golden.examples()) {
 *     ChatResponse response = model.chat(example.request());
 * }
 * }</pre>
 *
 * <p>A line of JSONL, or an item of a YAML list, is an object with these fields, all but the prompt optional:
 *
 * <pre>{@code
 * {"id": "t-17", "system": "You sort tickets.", "prompt": "Ticket: {{text}}", "variables": {"text": "My parcel is late"},
 *  "tools": [{"name": "find_order", "description": "...", "parameters": {"type": "object"}}],
 *  "schema": {"type": "object"}, "attachments": ["scans/17.png"],
 *  "expect": {"label": "delivery"}, "tags": ["german"], "cluster": "customer-4", "weight": 2}
 * }</pre>
 *
 * <p>In place of {@code prompt}: {@code "messages": [{"role": "user", "content": "..."}]}, or {@code "request"} with a whole request as
 * {@link dev.portolan.codec.JsonCodec#CHAT_REQUEST} writes it. {@code reference} holds an answer that is known, as {@link
 * dev.portolan.codec.JsonCodec#CHAT_RESPONSE} writes it.
 *
 * <p>In CSV the first line names the columns: {@code id}, {@code system}, {@code prompt}, {@code cluster}, {@code weight}; {@code
 * tags} and {@code attachments} with {@code |} between several; {@code var.NAME} for a variable; {@code expect.NAME} for an
 * expectation, as JSON or as plain text. An empty cell is none.
 */
@NullMarked
package dev.portolan.evidence.dataset;

import org.jspecify.annotations.NullMarked;
