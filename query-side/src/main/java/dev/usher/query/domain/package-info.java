/** What becomes of invitations to e-mail addresses, by the domain of the address. The example of docs/projections.md. */
package dev.usher.query.domain;
