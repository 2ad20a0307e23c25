/** Tells: follows the log, folds it into views, and answers questions from them. Never writes a fact. */
package dev.usher.query;
