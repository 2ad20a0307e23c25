package dev.usher.openapi;

import dev.usher.query.view.SeesWrites;
import dev.usher.web.Forms;
import dev.usher.web.OpenToApiKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** Every call that Usher's controllers take, and what answers it. */
final class Controllers {

    private final Map<CallName, Handler> handlers = new LinkedHashMap<>();

    private record Handler(RequestMappingInfo mapping, HandlerMethod method) {}

    Controllers(Map<RequestMappingInfo, HandlerMethod> known) {
        known.forEach((mapping, method) -> {
            if (method.getBeanType().getName().startsWith("dev.usher.")) {
                for (RequestMethod verb : mapping.getMethodsCondition().getMethods()) {
                    mapping.getPatternValues()
                            .forEach(path ->
                                    handlers.put(new CallName(verb.name(), path), new Handler(mapping, method)));
                }
            }
        });
    }

    boolean know(CallName call) {
        return handlers.containsKey(call);
    }

    /** The other paths at which the same method answers: older names, and prefixes of other clients. */
    List<String> alsoAt(CallName call) {
        return handlers.get(call).mapping().getPatternValues().stream()
                .filter(path -> !path.equals(call.path()))
                .sorted()
                .toList();
    }

    /** Those that are not described at any of their paths. */
    Set<String> besides(Set<CallName> described) {
        Set<CallName> left = new java.util.HashSet<>(handlers.keySet());
        described.forEach(call -> {
            left.remove(call);
            alsoAt(call).forEach(path -> left.remove(call.at(path)));
        });
        return left.stream().map(CallName::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean seesWrites(CallName call) {
        HandlerMethod method = handlers.get(call).method();
        return method.hasMethodAnnotation(SeesWrites.class)
                || AnnotatedElementUtils.hasAnnotation(method.getBeanType(), SeesWrites.class);
    }

    boolean onQuerySide(CallName call) {
        return handlers.get(call).method().getBeanType().getName().startsWith("dev.usher.query.");
    }

    /** Public calls look at no credentials at all. */
    boolean openToApiKeys(CallName call) {
        OpenToApiKeys said = handlers.get(call).method().getMethodAnnotation(OpenToApiKeys.class);
        boolean open = said == null ? call.method().equals("GET") : said.value();
        return open || Forms.isPublic(call.method(), call.path());
    }

    /** Whether Spring looks at what the caller accepts before it calls the method. */
    boolean saysWhatItProduces(CallName call) {
        return !handlers.get(call).mapping().getProducesCondition().isEmpty();
    }
}
