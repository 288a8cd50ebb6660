/**
 * The experiments E1 to E16, the ablation and the architectures, each written down before it runs.
 *
 * <p>Start with {@link io.reverie.examples.lab.catalog.Catalog}, which lists them. {@link
 * io.reverie.examples.lab.catalog.Arms} makes what they compare, {@link
 * io.reverie.examples.lab.catalog.NightPlan} the nights.
 */
package io.reverie.examples.lab.catalog;
