package dev.portolan.routing.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StaleCatalogNoticeTest {

    private static final LocalDate MADE = LocalDate.of(2026, 11, 21);

    private final ModelCatalog catalog =
            ModelCatalog.builder("2026.11.21", MADE).build();
    private final StaleCatalogNotice notice = new StaleCatalogNotice();
    private final Logger log = (Logger) LoggerFactory.getLogger(ModelCatalog.class);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @BeforeEach
    void listen() {
        written.start();
        log.addAppender(written);
    }

    @AfterEach
    void leave() {
        log.detachAppender(written);
    }

    @Test
    void anOldCatalogIsToldOfOnce() {
        notice.check(catalog, MADE.plusDays(61), Duration.ofDays(60));
        notice.check(catalog, MADE.plusDays(62), Duration.ofDays(60));
        assertThat(warnings()).singleElement().asString().contains("2026.11.21", "61 days old", "since 2026-11-21");
    }

    @Test
    void aCatalogOfTheLastDayIsNotOldYet() {
        notice.check(catalog, MADE.plusDays(60), Duration.ofDays(60));
        assertThat(warnings()).isEmpty();
    }

    @Test
    void theAgeIsTheCallersChoice() {
        notice.check(catalog, MADE.plusDays(8), Duration.ofDays(7));
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void theBundledOneAsksTheClockThatItIsGiven() {
        ModelCatalog bundled = ModelCatalog.bundled();
        Clock thatDay = Clock.fixed(bundled.asOf().atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
        assertThat(ModelCatalog.bundled(thatDay, Duration.ZERO)).isSameAs(bundled);
        assertThat(warnings()).isEmpty();
    }

    private List<String> warnings() {
        return written.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
