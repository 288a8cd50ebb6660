/**
 * What was measured, written down: raw numbers, ratios, pictures, and the table of the README.
 *
 * <p>Start with {@link io.reverie.bench.report.Report}.
 */
package io.reverie.bench.report;
