/** Invitations as the organizations door shows them (seed 003), bare and in an envelope, and as those invited see theirs. */
package dev.usher.query.organization;
