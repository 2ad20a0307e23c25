package dev.usher.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinariesTest {

    @ParameterizedTest
    @CsvSource({
        "linux, amd64, false, postgres-linux-x86_64.txz",
        "linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz",
        "linux, aarch64, false, postgres-linux-arm_64.txz",
        "mac os x, aarch64, false, postgres-darwin-arm_64.txz",
        "windows 11, amd64, false, postgres-windows-x86_64.txz"
    })
    void every_system_has_its_archive(String system, String architecture, boolean alpine, String resource) {
        assertThat(Binaries.resource(system, architecture, alpine)).isEqualTo(resource);
    }

    @Test
    void the_archives_that_the_library_brings_are_found() {
        assertThat(Binaries.class.getResource("/" + Binaries.resource("linux", "amd64", false)))
                .isNotNull();
        assertThat(Binaries.class.getResource("/" + Binaries.resource("linux", "amd64", true)))
                .isNotNull();
        assertThat(Binaries.class.getResource("/" + Binaries.resource("mac os x", "x86_64", false)))
                .isNotNull();
        assertThat(Binaries.class.getResource("/" + Binaries.resource("windows 11", "amd64", false)))
                .isNotNull();
    }
}
