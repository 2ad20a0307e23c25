/** The shapes of the membership door (seed 002), which both sides answer with. */
package dev.usher.api.membership;
