package dev.usher.benchmarks.history;

/** What all courses share. */
record World(Chance chance, Rhythm rhythm, Crowd crowd, long end) {}
