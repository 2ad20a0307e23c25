package dev.usher.architecture.planted.api;

import org.springframework.stereotype.Component;

/** A fact that can change, in a language that knows Spring. */
@Component
public class MutableFact implements Fact {

    public String changeable;
}
