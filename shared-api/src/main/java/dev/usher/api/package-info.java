/**
 * The language of Usher: typed ids and values, refusals, and (in the packages below) the facts, wishes, questions and
 * answers that both sides share. Nothing here knows Spring or SQL.
 */
package dev.usher.api;
