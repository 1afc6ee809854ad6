"""Words of the field: what is typed as one of these is no slip in another."""

from __future__ import annotations

WORDS = frozenset(
    """
    abort absolute abstract accept access account accuracy action activation active actor acyclic adapter add adder
    additive address adjacency adjacent advance adversarial affine agent aggregate algebra algorithm alias align alignment
    allocate allocation alpha alternate ancestor anchor angle animate annotation anonymous answer append apply approximate
    arbitrary area argument argmax argmin arity array arrow artifact assemble assembler assert assertion assign assignment
    associative asymmetric async asynchronous atom atomic attack attention attribute augment augmentation author auto
    average await axis back backend background backlog backpropagation backslash backtrack backup backward balance
    balanced band bandit bandwidth bank bar base baseline bash basic basis batch beam belief benchmark best beta bias
    bidirectional bigram bilinear binary bind binding bit bitmap blank block blocking body bold boolean boost boosting boot
    bootstrap border bottom bound boundary bounded box brace bracket branch break breadth bridge broadcast broken broker
    browser brute bubble bucket buffer bug build builder builtin bundle bypass byte cache cached call callable callback caller
    cancel candidate capacity capture card carry case cast catch category causal cell central centroid chain change
    channel character chart check checkout checksum child children chunk cipher circle circuit class classic classification
    classifier classify clause clean clear click client clock clone close closed closure cluster clustering coarse
    code codec coding coercion collect collection collector collision column combine command comment commit common
    communicate commutative compare comparison compact compile compiled compiler complement complete complex complexity
    component compose composition compound compress compression compute computation concat concave concrete concurrency
    concurrent condition conditional confidence config conflict conjunction connect connected connection consistent
    constant constrain constraint construct constructor consume consumer container contain content context continue
    continuous contract contrast control controller converge convergence convert convex convolution convolutional copy core
    coroutine correct correlation cost count counter coupled coupling course covariance cover crash create cross
    cube cubic current curry cursor cycle cyclic daemon dash data database dataset dead deadlock dealloc debug debugger
    decay deceased decimal decision declare decline decode decoder decompose decompress decorator decoupled decouple
    decrease decreasing decrement decrypt deduction deep default defer define definite definition degree delay delegate
    delete deletion delimiter delta dense density dependency dependent deploy depth deque dequeue derivative derive
    descend descendant descent descriptor deserialize design destination destroy destructor detect determinant
    deterministic device diagonal dialect dict difference digest digit dimension direct directed direction directory
    disable discard discount discrete discriminative discriminator disjoint disjunction disk dispatch distance distinct
    distribution diverge divide division divisor docs document domain dominant dominate done dormant dot double down
    download downsampling downstream drain drift drive driver drop dropout dual dummy dump duplicate dynamic eager early
    edge edit effect effective efficient eigenvalue eigenvector element elision ellipsis embed embedding emit empty enable
    encode encoder encoding encrypt end endpoint engine enqueue ensemble enter entity entropy entry enum enumerate
    environment epoch equal equality erase error escape estimate estimator evaluate evaluation even event eventual evict
    exact example exception exchange exclude exclusive execute execution exhaustive exist exit expand expansion expectation
    expected expensive expire explicit exploit exploration explore exponent exponential export expose expression extend
    extension extent external extra extract eviction factor factorial factory fail failure fair fake fall false family
    fast fault feature federated feedback fetch fiber field file filter final finally find fine finite first fixed flag
    flat flatten float floating flow flush fold folder follow force foreground foreign fork form formal format formula
    forward fraction fragment frame framework free freeze frequency frequent friend from front frontend frozen full function
    functional functor fuse fusion future fuzzy gain game garbage gate gather general generate generation generative
    generator generic geometric getter global good gradient grammar graph gray greedy grid group grow growth guard guess
    handle handler handshake hard hardware hash hashable hashing head header heap height hello helper hessian heuristic
    hidden hide hierarchical hierarchy high hint history hoist hold hook horizontal host hybrid hyper hyperparameter
    hypothesis idempotent identical identifier identity idle image immediate immutable imperative implement implicit
    import impure inactive include inclusive increase increment independent index indirect induction inductive infer
    inference infinite infix infinity information inherit inheritance inherited initial initialize inject inline inner
    inorder input insert insertion inspect install instance instant instruction instrument integer integral integration
    integrity intent interact interface interleave intermediate internal interpreter interrupt intersection interval into
    introspection invalid invariant inverse inversion invert invoke isolate isolation item iterable iterate iteration
    iterator jacobian join joint journal jump junction just keep kernel key keyword kill label lambda language large last
    latch late latency latent lateral launch layer layout lazy lead leader leaf leak leap learn learning least left legal
    length less level lexical library lift light like likelihood limit line linear link linked lint list listen literal
    live liveness load loader local locality lock locked logic logical logistic long lookup loop loose loss lossless lossy low lower
    machine macro magic main major majority manual many map margin marginal mark markov mask masked master match
    matrix maximum mean measure median medium member memoization memoize memory merge message meta metaclass method metric
    micro middle middleware migrate migration minimum minor mirror missing mixed mixin mixture mode model modify modular module
    modulo momentum monad monitor monotone monotonic more most motion mount move multi multiclass multilabel multilevel multiple
    multiplication multiplicative mutable mutate mutation mutex naive name named namespace narrow native natural negative
    neighbor nested network neural neuron never next node noise noisy nominal none nonlinear nonlocal norm normal
    normalization normalize notebook notify null number numeric object objective observe observer occurrence odd offline
    offset online only open operand operating operation operator optimal optimistic optimization optimizer option optional
    order ordered ordinal ordinary organic origin original orphan orthogonal outer outlier output over overflow overfit
    overfitting overhead overlap overload overloading override overriding overwrite own owner pack package packet padding page
    pair parallel parameter parametric parent parity parse parser part partial partition pass passive patch path pattern
    pause payload peak peek peer penalty perceptron perfect perform performance period permission permutation perplexity
    persistent pessimistic phase phrase physical pipe pipeline pivot pixel place plain plane platform play plugin point
    pointer policy poll polling polymorphic polymorphism polynomial pool pooling pop port portable position positive post
    posterior postfix postorder power practice preceding precedence precision precompute predicate predict prediction
    preempt preemptive prefetch prefix prefix premise preorder prepare present preserve pretrain previous primary prime
    primitive principal print prior priority private probability probe procedure process processor produce producer product profile
    program progress project promise promote prompt proof propagate propagation proper property proportion protect
    protected protocol prototype proxy prune public publish pull pulse pure purge push quadratic quantify quantile
    quantity quantization quantum query queue quick quiet quit quota quote race radius raise random randomized range rank rare rate ratio
    reachable read reader ready real rear reason rebase recall receive recent recession recompute record recover recurrence
    recurrent recursion recursive reduce reduction redundant refactor reference reflect reflection reflexive refresh regex
    region register registry regress regression regular regularization reject relation relational relative relax release
    reliable reload remain remote remove rename render repeat replace replica replicate reply report repository represent
    request require resample reset residual resize resolution resolve resource response rest restart restore restrict result
    resume retention retrieve retry return reuse reverse revert review reward rewrite right ring robust role rollback root rotate
    rotation round route router routine row rule runtime safe sample sampling scalar scale scan scatter schedule scheduler schema
    scope score script search second secret section secure seed seek segment select selection self semantic semaphore send
    sender sensitive sensitivity sentence sentinel separable separate sequence sequential serial serialize server service
    session setter setup shadow shallow shape shard share shared shell shift short shuffle sibling side sigmoid sign
    signal signature signed silent similar similarity simple simulate single singleton singular sink size skewed skip
    slack sleep slice slide sliding slot slow small smooth smoothing snapshot sobel socket soft softmax solution solve
    sort sorted sorting sound source space span sparse spawn special specific spectral speed spill spin split splay squared
    stable stack stage stale standard star start starvation state stateful stateless statement static statistic status steal
    stem stemming step stochastic stop storage store stranger strategy stream stress strict stride string strong struct
    structure stub style subclass subgraph subject submit subquery subroutine subsampling subset subsequence substring
    subtree subtract subword success successor suffix sum super superclass supervised supervision support surrogate
    suspend swap sweep switch symbol symmetric sync synchronous syntax synthetic system table tabular tail target task
    taxonomy teacher template temporal tensor terminal terminate ternary test text texture thread threshold throughput throw
    tight tile time timeout timer token tokenize tokenizer topic topology total touch trace track trade trail train trainer
    training trait transaction transfer transform transformer transient transition transitive translate transpose trap
    traversal traverse tree trial trie trigger trigram trim triple true truncate trunk trust tuple type unary unbalanced unbound
    unbounded undefined under underfit underfitting underflow undirected undo unicode unidirectional uniform unify unigram union
    unique unit universal unknown unlock unordered unpack unroll unsafe unsigned unstable unsupervised untied update upgrade upload
    upper upsampling upstream upward use user utility vacuum valid validation value vanish vanishing variable variance
    variant variational vector vendor verb verbose verify version vertex vertical view violation virtual visible visit visitor
    volatile volume voting wait walk warm warning watch weak wear weight weighted while white whole wide width wildcard window
    wise within word work worker workflow world worst wrap wrapper write writer yield zero
    heal lost mode node from form read dead deal real heat heap head lead load link sink rank bank tank sort port part past
    post host cost most lock look book hook loop pool poll pull full fill file film bind find mind kind hand band land sand
    able also been both come does each ever find give have here into just keep know last left less like made make many
    more most much must need once only over same seen some such take than that them then they this time upon used very want
    well went were what when will with word work year your about above after again below could every first great least
    never often other place point right shall since small sound still their there these thing think those three under
    until where which while whole whose would write always because before between during either enough forward however instead
    itself neither nothing another around someone something through together together without within
    """.split()
)  # fmt: skip
