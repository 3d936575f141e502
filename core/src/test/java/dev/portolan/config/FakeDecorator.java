package dev.portolan.config;

import dev.portolan.chat.CallContext;
import dev.portolan.chat.ChatModel;
import dev.portolan.chat.ChatRequest;
import dev.portolan.chat.ChatResponse;
import dev.portolan.spi.DecoratorProvider;
import dev.portolan.spi.ForwardingChatModel;
import dev.portolan.spi.SettingSpec;
import dev.portolan.spi.Settings;
import dev.portolan.spi.Spi;
import java.util.List;

/** Writes its id and the model's name into a log before each call, when it is switched on. */
public record FakeDecorator(String id, Position position, List<String> log) implements DecoratorProvider {

    @Override
    public int spiVersion() {
        return Spi.VERSION;
    }

    @Override
    public List<SettingSpec> settings() {
        return List.of(
                SettingSpec.of("", SettingSpec.Type.BOOLEAN, "Whether it is on."),
                SettingSpec.of("times", SettingSpec.Type.INTEGER, "How often."));
    }

    @Override
    public ChatModel decorate(ChatModel model, String name, Settings settings) {
        if (!Boolean.TRUE.equals(settings.bool(""))) {
            return model;
        }
        Long times = settings.integer("times");
        if (times != null && times < 0) {
            throw new IllegalArgumentException("times: must not be negative");
        }
        return new ForwardingChatModel(model) {
            @Override
            public ChatResponse chat(ChatRequest request, CallContext context) {
                log.add(id + ":" + name);
                return super.chat(request, context);
            }
        };
    }
}
