/** How many letters somebody may cause, and somebody may get (ADR 0014). */
package dev.usher.command.limit;
