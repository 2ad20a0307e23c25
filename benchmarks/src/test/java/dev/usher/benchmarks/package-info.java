/**
 * Measures the running product from outside: real processes, real PostgreSQL, REST. Machines are noisy, so each program
 * compares what it measured within one run.
 */
package dev.usher.benchmarks;
