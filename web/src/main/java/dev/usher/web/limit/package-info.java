/** How often what may be done: settings, and the counts that all processes share (ADR 0014). Knows nothing of HTTP. */
package dev.usher.web.limit;
