package dev.usher.standalone.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void a_secret_is_made_once_and_only_its_owner_may_read_it() throws Exception {
        DataDirectory data = DataDirectory.locked(parent.resolve("data"));

        String secret = data.secret("master.key");

        assertThat(Base64.getDecoder().decode(secret)).hasSize(32);
        assertThat(data.secret("master.key")).isEqualTo(secret);
        assertThat(data.secret("another.key")).isNotEqualTo(secret);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.path().resolve("master.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void half_a_secret_left_by_a_crash_is_not_taken_for_one() throws Exception {
        DataDirectory data = DataDirectory.locked(parent.resolve("data"));
        Files.writeString(data.path().resolve("master.key.new"), "");

        assertThat(Base64.getDecoder().decode(data.secret("master.key"))).hasSize(32);
    }

    @Test
    void a_directory_has_one_user_at_a_time() {
        DataDirectory first = DataDirectory.locked(parent.resolve("data"));

        assertThatThrownBy(() -> DataDirectory.locked(first.path()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(first.path().toString());
    }

    @Test
    void a_directory_that_cannot_be_made_is_named() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.locked(file.resolve("data")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(file.resolve("data").toString());
    }
}
