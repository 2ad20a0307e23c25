/** A year of many teams, invented by chance and the same for the same seed; and how it is written into a log. */
package dev.usher.benchmarks.history;
