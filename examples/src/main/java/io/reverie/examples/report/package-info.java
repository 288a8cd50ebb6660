/**
 * Report pictures: pure functions from plain data to self-contained SVG and HTML text.
 *
 * <p>Start at {@link io.reverie.examples.report.Page}, which sets {@link
 * io.reverie.examples.report.Section sections} of text, tables and {@link
 * io.reverie.examples.report.Figure figures}. The figures are {@link
 * io.reverie.examples.report.LineChart}, {@link io.reverie.examples.report.BarChart}, {@link
 * io.reverie.examples.report.HeatMap}, {@link io.reverie.examples.report.HypnogramChart} and {@link
 * io.reverie.examples.report.ImageStrip}. To draw another one, implement {@link
 * io.reverie.examples.report.Chart} with {@link io.reverie.examples.report.Svg} and {@link
 * io.reverie.examples.report.Axis}.
 *
 * <p>Nothing here knows the engine or the sleep module, and nothing here asks the machine for a
 * font: text widths are estimated, so reports come out the same on servers without any.
 */
package io.reverie.examples.report;
