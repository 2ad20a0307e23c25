/** The shapes of the organizations door (seed 003) and of Usher's own calls, which both sides answer with. */
package dev.usher.api.organization;
