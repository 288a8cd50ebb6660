package io.reverie.sleep.scenario;

import io.reverie.data.Dataset;

/**
 * One thing to learn, and how to tell whether it is known.
 *
 * @param name what it is, for reports
 * @param train what it is learned from
 * @param test what it is tested with
 */
public record Task(String name, Dataset train, Dataset test) {}
