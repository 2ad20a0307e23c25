/** Signed tokens: proofs that travel through letters and links, derived again whenever needed and never stored. */
package dev.usher.api.token;
