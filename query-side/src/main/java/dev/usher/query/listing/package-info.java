/** Lists of invitations in Usher's own words: all of one, or a page by a token that stays where it is. */
package dev.usher.query.listing;
