/** How all questions are asked: what a call may say, what it waits for, and answers of any length. */
package dev.usher.query.view;
