package dev.usher.eventstore;

import dev.usher.api.token.KeyRing;
import java.util.function.Supplier;

public interface KeyRings {
    String SIGNED_TOKEN = "signed-token";

    KeyRing ring(String purpose, Supplier<byte[]> fresh);
}
