package dev.usher.query.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.query.ViewDatabase;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sparse numbers become bytes, and are read again by us and by the views of analysts. */
class SparseTest {

    private static final long GREATEST = (1L << 47) - 1;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50, 3_000})
    void whatWasWrittenIsRead(int entries) {
        Map<Integer, Long> numbers = numbers(entries);

        byte[] bytes = sparse(numbers).bytes();

        assertThat(numbers(Sparse.of(bytes))).isEqualTo(numbers);
        assertThat(asAnalystsSee(bytes)).isEqualTo(numbers);
    }

    @Test
    void smallNumbersTakeTwoBytes() {
        Sparse sparse = new Sparse();
        for (int key = 0; key < 400; key++) {
            sparse.add(key, key % 100 + 1);
        }

        assertThat(sparse.bytes()).hasSize(800);
    }

    @Test
    void nothingIsNull() {
        assertThat(new Sparse().bytes()).isNull();
        assertThat(Sparse.of(null).size()).isZero();
    }

    @Test
    void aKeyOfMoreThanSixteenBitsIsRefused() {
        assertThatThrownBy(() -> new Sparse().add(65_536, 1)).hasMessage("a key is 0 to 65535, was 65536");
    }

    /** The least and the greatest among them. */
    private static Map<Integer, Long> numbers(int entries) {
        Random random = new Random(entries);
        Map<Integer, Long> numbers = new TreeMap<>();
        for (int i = 0; i < entries; i++) {
            int key = i == 0 ? 65_535 : i == 1 ? 0 : random.nextInt(65_536);
            long number = i == 0 ? GREATEST : GREATEST >> random.nextInt(47);
            numbers.put(key, number);
        }
        return numbers;
    }

    private static Sparse sparse(Map<Integer, Long> numbers) {
        Sparse sparse = new Sparse();
        numbers.forEach(sparse::add);
        return sparse;
    }

    private static Map<Integer, Long> numbers(Sparse sparse) {
        Map<Integer, Long> numbers = new TreeMap<>();
        sparse.forEach(numbers::put);
        return numbers;
    }

    private static Map<Integer, Long> asAnalystsSee(byte[] bytes) {
        Map<Integer, Long> numbers = new TreeMap<>();
        new JdbcTemplate(ViewDatabase.dataSource())
                .query(
                        "select key, number from query_side.entries(?)",
                        row -> {
                            numbers.put(row.getInt("key"), row.getLong("number"));
                        },
                        (Object) bytes);
        return numbers;
    }
}
