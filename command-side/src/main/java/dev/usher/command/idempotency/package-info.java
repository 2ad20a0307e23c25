/** {@code Idempotency-Key}: the same request sent again gets the same answer, and happens once (docs/api.md). */
package dev.usher.command.idempotency;
