/** What all views have in common: how facts change them, and how readers wait for them. */
package dev.usher.query.view;
